#include "base/hash.h"

#include <assert.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

#define SHA256_LEN 32

static void sha256(const char *text, size_t len, unsigned char out[SHA256_LEN])
{
    unsigned int out_len = SHA256_LEN;
    int done = EVP_Digest(text, len, out, &out_len, EVP_sha256(), NULL);
    assert(done == 1 && out_len == SHA256_LEN);
    (void)done;
}

static const char *show(struct arena *arena, const unsigned char digest[SHA256_LEN])
{
    unsigned char base64[4 * ((SHA256_LEN + 2) / 3) + 1];
    (void)EVP_EncodeBlock(base64, digest, SHA256_LEN);
    return arena_printf(arena, "h1:%s", (const char *)base64);
}

const char *hash_text(struct arena *arena, const char *text, size_t len)
{
    unsigned char digest[SHA256_LEN];
    sha256(text, len, digest);
    return show(arena, digest);
}

const char *hash_texts(struct arena *arena, const char *head, const char *text, size_t len)
{
    unsigned char digest[SHA256_LEN];
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool done = context != NULL && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1 &&
                EVP_DigestUpdate(context, head, strlen(head)) == 1 && EVP_DigestUpdate(context, text, len) == 1 &&
                EVP_DigestFinal_ex(context, digest, NULL) == 1;
    assert(done);
    (void)done;
    EVP_MD_CTX_free(context);
    return show(arena, digest);
}

const char *hash_short(struct arena *arena, const char *text)
{
    unsigned char digest[SHA256_LEN];
    sha256(text, strlen(text), digest);
    return arena_printf(arena, "%02x%02x%02x%02x", digest[0], digest[1], digest[2], digest[3]);
}

const char *hash_normal_lines(struct arena *arena, const char *text, size_t len, size_t *ret_len)
{
    static const char mark[] = "\xef\xbb\xbf";
    size_t to = 0, from = len >= 3 && memcmp(text, mark, 3) == 0 ? 3 : 0;
    if (memchr(text, '\r', len) == NULL) {
        *ret_len = len - from;
        return text + from;
    }
    char *out = arena_alloc(arena, len + 1, 1, 1);
    for (; from < len; from++) {
        if (text[from] == '\r') {
            out[to++] = '\n';
            from += from + 1 < len && text[from + 1] == '\n' ? 1 : 0;
        } else {
            out[to++] = text[from];
        }
    }
    *ret_len = to;
    return out;
}
