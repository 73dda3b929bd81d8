SELECT pets.name || ' has appointment with ' || vets.name || ' on ' || appointments.appointment_date FROM appointments
  JOIN pets ON pets.id = appointments.pet_id JOIN vets ON vets.id = appointments.veterinarian_id
 WHERE pets.name = 'Buddy';
