/* Bad input to the model language: tests/cases/model/<case>/model.yaml and the findings it must give. */
#include "model/model.h"
#include "support/cases.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* Runs inside the folder, so that no message holds a path of this machine. */
static const char *findings_of(struct arena *arena, const char *folder)
{
    struct diags *diags = diags_new(arena);
    struct strings paths = {0};
    int here = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    *PUSH(arena, &paths) = "model.yaml";
    if (here < 0 || chdir(folder) != 0) {
        return "the folder cannot be entered\n";
    }
    (void)model_read(arena, diags, &paths, ".");
    const char *findings = case_findings(arena, diags);
    bool back = fchdir(here) == 0;
    (void)close(here);
    return back ? findings : "the way back is closed\n";
}

static bool run(struct arena *arena, const char *folder)
{
    return case_expect(arena, folder, "expected.txt", findings_of(arena, folder));
}

int main(void)
{
    return cases_run("model", run) == 0 ? 0 : 1;
}
