SELECT 'Dr. ' || vets.name || ' will see ' || pets.name || ' (owned by ' || owners.name || ')' FROM appointments
  JOIN vets ON vets.id = appointments.veterinarian_id JOIN pets ON pets.id = appointments.pet_id
  JOIN owners ON owners.id = pets.owner_id ORDER BY appointments.id;
