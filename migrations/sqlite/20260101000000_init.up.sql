-- corm: migration 20260101000000 init
-- corm: group 20260101000000
-- corm: engine sqlite >= 3.35
-- corm: transaction on

CREATE TABLE "owners" (
    "id" INTEGER CONSTRAINT "pk_owners" PRIMARY KEY,
    "name" VARCHAR(100) NOT NULL,
    "phone" VARCHAR(20) NOT NULL,
    "email" VARCHAR(100) NOT NULL,
    "password" VARCHAR(100) NOT NULL,
    CONSTRAINT "uq_owners_email" UNIQUE ("email")
);

CREATE TABLE "pets" (
    "id" INTEGER CONSTRAINT "pk_pets" PRIMARY KEY,
    "name" VARCHAR(100) NOT NULL,
    "species" VARCHAR(50) NOT NULL,
    "breed" VARCHAR(100),
    "age" INTEGER,
    "owner_id" INTEGER NOT NULL,
    CONSTRAINT "fk_pets_owner_id_owners" FOREIGN KEY ("owner_id") REFERENCES "owners" ("id")
);

-- foreign key to owners(id)
CREATE INDEX "ix_pets_owner_id" ON "pets" ("owner_id");

CREATE TABLE "vets" (
    "id" INTEGER CONSTRAINT "pk_vets" PRIMARY KEY,
    "name" VARCHAR(100) NOT NULL,
    "specialization" VARCHAR(100),
    "email" VARCHAR(100) NOT NULL,
    CONSTRAINT "uq_vets_email" UNIQUE ("email")
);

CREATE TABLE "appointments" (
    "id" INTEGER CONSTRAINT "pk_appointments" PRIMARY KEY,
    "pet_id" INTEGER NOT NULL,
    "veterinarian_id" INTEGER NOT NULL,
    "appointment_date" DATE NOT NULL,
    "notes" TEXT,
    "status" VARCHAR(20) NOT NULL DEFAULT 'Scheduled',
    CONSTRAINT "fk_appointments_pet_id_pets" FOREIGN KEY ("pet_id") REFERENCES "pets" ("id"),
    CONSTRAINT "fk_appointments_veterinarian_id_vets" FOREIGN KEY ("veterinarian_id") REFERENCES "vets" ("id")
);

-- foreign key to pets(id)
CREATE INDEX "ix_appointments_pet_id" ON "appointments" ("pet_id");

-- foreign key to vets(id)
CREATE INDEX "ix_appointments_veterinarian_id" ON "appointments" ("veterinarian_id");
