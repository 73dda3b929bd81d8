/* libpq, loaded when the first address of a PostgreSQL server is read: with all the libraries that it needs it takes
 * longer to load than most commands run, and who has only SQLite need not install it.
 *
 * A function is called without its PQ: libpq.clear(result). */
#ifndef CORM_DB_POSTGRESQL_LIBPQ_H
#define CORM_DB_POSTGRESQL_LIBPQ_H

#include "base/error.h"

#include <libpq-fe.h>

/* clang-format off */
#define LIBPQ_FUNCTIONS(X) \
    X(backendPID) X(cancel) X(clear) X(cmdStatus) X(connectdbParams) X(connectionNeedsPassword) X(conninfo) \
    X(conninfoFree) X(conninfoParse) X(consumeInput) X(db) X(errorMessage) X(finish) X(flush) X(freeCancel) X(freemem) \
    X(ftype) X(getCancel) X(getCopyData) X(getResult) X(getisnull) X(getlength) X(getvalue) X(gssEncInUse) X(host) \
    X(isBusy) X(nfields) X(ntuples) X(parameterStatus) X(pass) X(pingParams) X(putCopyEnd) X(resultErrorField) \
    X(resultStatus) X(sendQueryParams) X(serverVersion) X(setNoticeReceiver) X(socket) X(sslInUse) X(status) \
    X(transactionStatus) X(user)
/* clang-format on */

#define LIBPQ_MEMBER(name) __typeof__(PQ##name) *(name);

extern struct libpq {
    LIBPQ_FUNCTIONS(LIBPQ_MEMBER)
} libpq;

/* Loads it, once; before anything of it is called. */
MUST_CHECK corm_status libpq_load(corm_failure *error);

#endif
