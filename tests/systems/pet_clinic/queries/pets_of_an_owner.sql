SELECT owners.name || ' owns ' || pets.name || ' the ' || pets.species FROM owners
  JOIN pets ON pets.owner_id = owners.id WHERE owners.name = 'John Smith' ORDER BY pets.id;
