/* The smallest program that uses the installed library: lints a model and says how many findings there are.
 *     cc lint.c $(pkg-config --cflags --libs corm) && ./a.out model.yaml */
#include <corm.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    const char *const paths[] = {argc > 1 ? argv[1] : "model.yaml", NULL};
    const corm_findings *findings;
    corm *session = corm_new();
    corm_status status = corm_lint(session, &(corm_lint_options){.paths = paths}, &findings);
    if (status == CORM_OK || status == CORM_FOUND) {
        for (size_t i = 0; i < findings->len; i++) {
            const corm_finding *finding = &findings->at[i];
            printf("%s:%u: %s %s\n", finding->place.file, finding->place.line, finding->code, finding->message);
        }
        printf("%zu errors, %zu warnings, %zu hints\n", findings->errors, findings->warnings, findings->hints);
    } else {
        printf("%s\n", corm_why(session)->message);
    }
    corm_free(session);
    return (int)status;
}
