#include "base/interrupt.h"

#include <signal.h>

static volatile sig_atomic_t holders, asked;

void interrupt_hold(void)
{
    holders = holders + 1;
}

void interrupt_release(void)
{
    holders = holders - 1;
}

bool interrupted(void)
{
    return holders != 0 && asked != 0;
}

corm_status interrupt_fail(corm_failure *error, const char *when)
{
    corm_status status = fail(error, CORM_DATABASE, "interrupted %s", when);
    fail_code(error, "interrupted");
    return status;
}

bool corm_interrupt(bool stop)
{
    asked = stop ? 1 : 0;
    return holders != 0;
}
