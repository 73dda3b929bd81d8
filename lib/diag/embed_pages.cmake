# cmake -DOUT=file.c -P embed_pages.cmake PAGE...: the pages of the rules as C data, table rule_texts[] of diag/rule.c.
set(arrays)
set(rows)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(i RANGE 0 ${last})
  set(page ${CMAKE_ARGV${i}})
  cmake_path(GET page STEM code)
  if(page MATCHES "/[A-Z]+[0-9]+\\.md$")
    file(READ ${page} bytes HEX)
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
    string(APPEND arrays "static const char text_${code}[] = {${bytes}0};\n")
    string(APPEND rows "    {\"${code}\", text_${code}},\n")
  endif()
endforeach()
file(CONFIGURE OUTPUT ${OUT} @ONLY CONTENT "${arrays}
extern const struct rule_text {
    const char *code, *text;
} rule_texts[];
const struct rule_text rule_texts[] = {
${rows}    {0, 0},
};
")
