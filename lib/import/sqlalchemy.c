#include "base/buf.h"
#include "base/file.h"
#include "base/text.h"
#include "import/import.h"
#include "import/script.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* The descriptor that the script answers on. */
enum { ANSWER = 3 };

struct child {
    pid_t pid;
    int script, answer; /* our ends */
};

static const char *choose_python(struct arena *arena, const char *given)
{
    if (given != NULL) {
        return given;
    }
    const char *environment = getenv("VIRTUAL_ENV");
    const char *inside =
        environment == NULL || *environment == '\0' ? NULL : path_join(arena, environment, "bin/python3");
    return inside != NULL && access(inside, X_OK) == 0 ? inside : "python3";
}

/* In copies, for posix_spawn wants pointers to char. */
static char **arguments(struct arena *arena, const char *python, const char *const *modules)
{
    size_t len = 0;
    while (modules[len] != NULL) {
        len++;
    }
    const char *fixed[] = {python, "-c", import_sqlalchemy_bootstrap_py, arena_printf(arena, "%d", ANSWER)};
    size_t first = sizeof fixed / sizeof *fixed;
    char **list = arena_alloc(arena, first + len + 1, sizeof *list, _Alignof(char *));
    for (size_t i = 0; i < first + len; i++) {
        const char *word = i < first ? fixed[i] : modules[i - first];
        list[i] = arena_strndup(arena, word, strlen(word));
    }
    list[first + len] = NULL;
    return list;
}

static const char name_python[] = "name the Python that your program runs with: --python PATH";

/* A pipe whose ends are above the descriptors that the child gets, and closed in every child. */
static bool open_pipe(int ends[2])
{
    int low[2];
    if (pipe(low) != 0) {
        return false;
    }
    for (int i = 0; i < 2; i++) {
        ends[i] = fcntl(low[i], F_DUPFD_CLOEXEC, ANSWER + 1);
        (void)close(low[i]);
    }
    return ends[0] >= 0 && ends[1] >= 0;
}

static int spawn(char **argv, int script, int answer, pid_t *ret_pid)
{
    posix_spawn_file_actions_t actions;
    int trouble = posix_spawn_file_actions_init(&actions);
    if (trouble != 0) {
        return trouble;
    }
    trouble = posix_spawn_file_actions_adddup2(&actions, script, STDIN_FILENO);
    trouble = trouble != 0 ? trouble : posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    trouble = trouble != 0 ? trouble : posix_spawn_file_actions_adddup2(&actions, answer, ANSWER);
    if (trouble == 0) {
        trouble = posix_spawnp(ret_pid, argv[0], &actions, NULL, argv, environ);
    }
    (void)posix_spawn_file_actions_destroy(&actions);
    return trouble;
}

static corm_status start(char **argv, struct child *ret_child, corm_failure *error)
{
    int script[2], answer[2];
    if (!open_pipe(script) || !open_pipe(answer)) {
        return fail(error, CORM_USAGE, "cannot make a pipe: %s", strerror(errno));
    }
    int trouble = spawn(argv, script[0], answer[1], &ret_child->pid);
    (void)close(script[0]);
    (void)close(answer[1]);
    ret_child->script = script[1];
    ret_child->answer = answer[0];
    if (trouble == 0) {
        return CORM_OK;
    }
    (void)close(script[1]);
    (void)close(answer[0]);
    (void)fail(error, CORM_USAGE, "cannot run %s: %s", argv[0], strerror(trouble));
    fail_hint(error, "%s", name_python);
    return CORM_USAGE;
}

static bool write_all(int to, const char *text, size_t len)
{
    while (len > 0) {
        ssize_t done = write(to, text, len);
        if (done < 0 && errno != EINTR) {
            return false;
        }
        text += done > 0 ? done : 0;
        len -= done > 0 ? (size_t)done : 0;
    }
    return true;
}

/* Python reads all of the script before it answers.  One that ends early closes the pipe: no harm. */
static void send_script(struct arena *arena, int to)
{
    struct buf buf = buf_new(arena);
    for (size_t i = 0; i < script_modules_len; i++) {
        const struct script_module *module = &script_modules[i];
        buf_printf(&buf, "%s %zu\n", module->name, strlen(module->text));
        buf_add(&buf, module->text);
    }
    struct sigaction before, ignore = {.sa_handler = SIG_IGN};
    (void)sigaction(SIGPIPE, &ignore, &before);
    (void)write_all(to, buf_text(&buf), buf.len);
    (void)sigaction(SIGPIPE, &before, NULL);
    (void)close(to);
}

static struct buf read_all(struct arena *arena, int from)
{
    static char chunk[65536];
    struct buf buf = buf_new(arena);
    for (ssize_t got; (got = read(from, chunk, sizeof chunk)) != 0;) {
        if (got < 0 && errno != EINTR) {
            break;
        }
        buf_add_len(&buf, chunk, got > 0 ? (size_t)got : 0);
    }
    (void)close(from);
    return buf;
}

static corm_status fail_with(corm_failure *error, const char *message, const char *hint)
{
    (void)fail(error, CORM_USAGE, "%s", message);
    if (hint != NULL) {
        fail_hint(error, "%s", hint);
    }
    return CORM_USAGE;
}

/* Frames: "kind size\n" and that many bytes; the hint of an error comes before it. */
static corm_status take_frames(
    struct arena *arena, const struct buf *buf, struct imported *imported, corm_failure *error)
{
    const char *at = buf_text(buf), *end = at + buf->len, *hint = NULL;
    while (at < end) {
        char *size_end;
        size_t kind_len = strcspn(at, " \n");
        const char *kind = arena_strndup(arena, at, kind_len);
        unsigned long size = strtoul(at + kind_len, &size_end, 10);
        if (*size_end != '\n' || size > (size_t)(end - size_end) - 1) {
            return fail(error, CORM_USAGE, "the answer of Python is cut off");
        }
        const char *body = arena_strndup(arena, size_end + 1, size);
        if (strcmp(kind, "yaml") == 0) {
            imported->yaml = body;
        } else if (strcmp(kind, "found") == 0) {
            imported->found = body;
        } else if (strcmp(kind, "note") == 0) {
            *PUSH(arena, &imported->notes) = body;
        } else if (strcmp(kind, "hint") == 0) {
            hint = body;
        } else if (strcmp(kind, "error") == 0) {
            return fail_with(error, body, hint);
        }
        at = size_end + 1 + size;
    }
    return CORM_OK;
}

static int wait_for(pid_t pid)
{
    int state = 0;
    while (waitpid(pid, &state, 0) < 0 && errno == EINTR) {
    }
    return state;
}

/* Python ended and said nothing. */
static corm_status fail_silent(struct arena *arena, const char *python, int state, corm_failure *error)
{
    if (WIFEXITED(state) && WEXITSTATUS(state) == 127) {
        return fail_with(error, arena_printf(arena, "cannot run %s", python), name_python);
    }
    if (WIFSIGNALED(state)) {
        return fail(error, CORM_USAGE, "%s was ended by a signal: %s", python, strsignal(WTERMSIG(state)));
    }
    return fail(error, CORM_USAGE, "%s ended without an answer, with exit status %d", python, WEXITSTATUS(state));
}

corm_status import_sqlalchemy(struct arena *arena,
    const char *const *modules,
    const char *python,
    struct imported *ret_imported,
    corm_failure *error)
{
    struct child child = {0};
    struct imported imported = {0};
    const char *chosen = choose_python(arena, python);
    corm_status status = start(arguments(arena, chosen, modules), &child, error);
    if (status != CORM_OK) {
        return status;
    }
    send_script(arena, child.script);
    const struct buf answer = read_all(arena, child.answer);
    int state = wait_for(child.pid);
    status = take_frames(arena, &answer, &imported, error);
    if (status == CORM_OK && imported.yaml == NULL) {
        status = fail_silent(arena, chosen, state, error);
    }
    if (status == CORM_OK) {
        *ret_imported = imported;
    }
    return status;
}
