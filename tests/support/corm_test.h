/* cmocka, which wants four standard headers before it, in no sorted order. */
#ifndef CORM_TEST_H
#define CORM_TEST_H

/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

/* cmocka's fail() would hide ours (base/error.h). */
#undef fail
#undef fail_msg

#endif
