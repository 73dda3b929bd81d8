/* The floor that lint is measured against: libyaml reads the same file and hands out its events, nothing more. */
#include <stdio.h>
#include <stdlib.h>
#include <yaml.h>

static char *read_whole(const char *path, size_t *ret_len)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        perror(path);
        exit(2);
    }
    long size = ftell(file);
    rewind(file);
    char *text = malloc((size_t)size + 1);
    if (text == NULL || fread(text, 1, (size_t)size, file) != (size_t)size) {
        perror(path);
        exit(2);
    }
    (void)fclose(file);
    *ret_len = (size_t)size;
    return text;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        (void)fprintf(stderr, "usage: events FILE\n");
        return 2;
    }
    size_t len, count = 0;
    char *text = read_whole(argv[1], &len);
    yaml_parser_t parser;
    if (yaml_parser_initialize(&parser) == 0) {
        return 2;
    }
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, len);
    yaml_event_t event;
    do {
        if (yaml_parser_parse(&parser, &event) == 0) {
            (void)fprintf(stderr, "%s: %s\n", argv[1], parser.problem);
            return 1;
        }
        count++;
        yaml_event_type_t type = event.type;
        yaml_event_delete(&event);
        if (type == YAML_STREAM_END_EVENT) {
            break;
        }
    } while (1);
    yaml_parser_delete(&parser);
    free(text);
    printf("%zu events\n", count);
    return 0;
}
