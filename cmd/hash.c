#include "out.h"

const struct option_spec hash_options[] = {
    {"format", 0, OPTION_TEXT, "FORMAT", "text or json", "text|json"},
    {NULL, 0, OPTION_FLAG, NULL, NULL, NULL},
};

int cmd_hash(struct run *run)
{
    const char *const *files;
    corm_status status = corm_hash(run->session, &run->target, &files);
    if (status != CORM_OK) {
        return out_failure(run, status, NULL);
    }
    if (run->json) {
        json_t *document = out_document();
        json_object_set_new(document, "files", json_texts(run, files));
        out_json(document);
        return CORM_OK;
    }
    for (size_t i = 0; files[i] != NULL; i++) {
        out_coloured(stdout, GREEN, "wrote ");
        printf("%s\n", out_safe(run, files[i]));
    }
    if (files[0] == NULL) {
        printf("no change: corm.sum and schema.lock belong to the files\n");
    }
    return CORM_OK;
}
