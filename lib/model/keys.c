/* The key tables of the readers as plain data. */
#include "model/reader.h"

static void add_map(struct arena *arena, const struct fields *fields, struct key_maps *maps)
{
    struct key_map *map = PUSH(arena, maps);
    *map = (struct key_map){.what = fields->what};
    for (size_t i = 0; i < fields->len; i++) {
        *PUSH(arena, &map->keys) = fields->at[i].key;
        if (fields->at[i].kind == FIELD_LATER) {
            *PUSH(arena, &map->later) = fields->at[i].key;
        }
    }
}

void model_list_keys(struct arena *arena, struct key_maps *maps)
{
    const struct fields *const all[] = {&top_keys,
        &model_keys,
        &table_keys,
        &table_sqlite_map,
        &table_postgresql_map,
        &column_keys,
        &override_maps[ENGINE_SQLITE],
        &override_maps[ENGINE_POSTGRESQL],
        &default_map,
        &generated_map,
        &identity_keys,
        &action_map,
        &column_key_map,
        &table_key_map,
        &unique_map,
        &primary_key_map,
        &index_map,
        &part_map,
        &check_map,
        &column_check_keys,
        &enum_map,
        &label_map,
        &naming_keys,
        &rel_keys,
        &backref_keys};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        add_map(arena, all[i], maps);
    }
}
