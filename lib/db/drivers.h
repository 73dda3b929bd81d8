/* The drivers that db_open() chooses from. */
#ifndef CORM_DB_DRIVERS_H
#define CORM_DB_DRIVERS_H

#include "db/db.h"

extern const struct driver sqlite_driver;
/* In a build without libpq it takes PostgreSQL's URLs and says so (postgresql_null.c). */
extern const struct driver postgresql_driver;

/* Whether PostgreSQL would take the text for a connection: postgresql://, postgres://, SQLAlchemy's postgresql+x://, or
 * key=value with one of host, hostaddr, dbname, service. */
bool postgresql_takes(const char *url);

#endif
