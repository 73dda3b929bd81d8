/* A process between a client and the test server that spoils the conversation in one way. */
#ifndef CORM_TEST_PG_PROXY_H
#define CORM_TEST_PG_PROXY_H

#include "pg_case.h"

#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

enum spoil {
    SPOIL_PID,    /* tells the client another backend's number, as a pooler does */
    SPOIL_COMMIT, /* passes COMMIT on and hangs up before the answer */
};

struct proxy {
    pid_t process;
    char folder[64];
};

static inline struct sockaddr_un proxy_address(const char *folder)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    (void)snprintf(address.sun_path, sizeof address.sun_path, "%.80s/.s.PGSQL.5432", folder);
    return address;
}

static inline char *proxy_find(char *bytes, size_t len, const char *what, size_t what_len)
{
    for (size_t i = 0; i + what_len <= len; i++) {
        if (memcmp(bytes + i, what, what_len) == 0) {
            return bytes + i;
        }
    }
    return NULL;
}

/* Passes on what has come; false where the conversation is over. */
static inline bool proxy_pass(int from, int to, enum spoil spoil, bool from_server)
{
    static const char key_data[] = {'K', 0, 0, 0, 12};
    char bytes[65536];
    ssize_t len = read(from, bytes, sizeof bytes);

    if (len <= 0) {
        return false;
    }
    char *key = proxy_find(bytes, (size_t)len, key_data, sizeof key_data);
    if (spoil == SPOIL_PID && from_server && key != NULL) {
        key[sizeof key_data] ^= 0x11;
    }
    if (write(to, bytes, (size_t)len) != len) {
        return false;
    }
    bool commits = !from_server && proxy_find(bytes, (size_t)len, "COMMIT", 6) != NULL;
    if (spoil == SPOIL_COMMIT && commits) {
        (void)poll(&(struct pollfd){.fd = to, .events = POLLIN}, 1, 5000); /* the server has answered */
        return false;
    }
    return true;
}

static inline void proxy_serve(int client, const char *server_folder, enum spoil spoil)
{
    struct sockaddr_un address = proxy_address(server_folder);
    int server = socket(AF_UNIX, SOCK_STREAM, 0);
    bool on = connect(server, (const struct sockaddr *)&address, sizeof address) == 0;

    while (on) {
        struct pollfd both[] = {{.fd = client, .events = POLLIN}, {.fd = server, .events = POLLIN}};
        on = poll(both, 2, -1) > 0;
        if (on && both[0].revents != 0) {
            on = proxy_pass(client, server, spoil, false);
        }
        if (on && both[1].revents != 0) {
            on = proxy_pass(server, client, spoil, true);
        }
    }
    (void)close(server);
    (void)close(client);
}

/* The address to connect to is *ret_url. */
static inline struct proxy proxy_start(struct pg_case *test, enum spoil spoil, const char **ret_url)
{
    const char *host = strstr(test->url, "host=") + 5;
    struct proxy proxy = {.folder = "/tmp/corm_proxy_XXXXXX"};
    char server_folder[96];

    (void)snprintf(server_folder, sizeof server_folder, "%.*s", (int)strcspn(host, " "), host);
    assert_non_null(mkdtemp(proxy.folder));
    struct sockaddr_un address = proxy_address(proxy.folder);
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(listener, (const struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(listener, 4), 0);
    proxy.process = fork();
    if (proxy.process == 0) {
        for (int client = accept(listener, NULL, NULL); client >= 0; client = accept(listener, NULL, NULL)) {
            proxy_serve(client, server_folder, spoil);
        }
        _exit(0);
    }
    (void)close(listener);
    *ret_url = arena_printf(test->arena, "%s host=%s", test->url, proxy.folder);
    return proxy;
}

static inline void proxy_stop(const struct proxy *proxy)
{
    struct sockaddr_un address = proxy_address(proxy->folder);

    (void)kill(proxy->process, SIGKILL);
    (void)waitpid(proxy->process, NULL, 0);
    (void)unlink(address.sun_path);
    (void)rmdir(proxy->folder);
}

#endif
