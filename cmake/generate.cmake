# Text that becomes code: currencies, .sql files, migrations. Done by small Python programs in tools/.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(VITRINE_GENERATED ${CMAKE_BINARY_DIR}/generated)

function(vitrine_embed_currencies target)
  set(out ${VITRINE_GENERATED}/core/data/iso4217.inc)
  add_custom_command(OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${VITRINE_GENERATED}/core/data
    COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tools/currencies.py ${CMAKE_SOURCE_DIR}/src/core/data/iso4217.csv ${out}
    DEPENDS ${CMAKE_SOURCE_DIR}/tools/currencies.py ${CMAKE_SOURCE_DIR}/src/core/data/iso4217.csv)
  target_sources(${target} PRIVATE ${out})
endfunction()

# A text file that the program carries with it, as <place>/<name>.inc: a string literal.
function(vitrine_embed_text target place file)
  get_filename_component(name ${file} NAME_WE)
  set(out ${VITRINE_GENERATED}/${place}/${name}.inc)
  add_custom_command(OUTPUT ${out}
    COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tools/embed_text.py ${CMAKE_SOURCE_DIR}/src/${place}/${file} ${out}
    DEPENDS ${CMAKE_SOURCE_DIR}/tools/embed_text.py ${CMAKE_SOURCE_DIR}/src/${place}/${file})
  target_sources(${target} PRIVATE ${out})
endfunction()

# Every folder src/<floor>/**/sql becomes one generated header <folder>/sql.h.
function(vitrine_compile_sql target floor)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${floor}/*.sql)
  list(FILTER files INCLUDE REGEX "/sql/")
  set(folders)
  foreach(file ${files})
    get_filename_component(folder ${file} DIRECTORY)
    list(APPEND folders ${folder})
  endforeach()
  list(REMOVE_DUPLICATES folders)
  foreach(folder ${folders})
    file(GLOB folder_files CONFIGURE_DEPENDS ${folder}/*.sql)
    get_filename_component(parent ${folder} DIRECTORY)
    file(RELATIVE_PATH place ${CMAKE_SOURCE_DIR}/src ${parent})
    set(out ${VITRINE_GENERATED}/${place}/sql.h)
    add_custom_command(OUTPUT ${out}
      COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tools/compile_sql.py ${CMAKE_SOURCE_DIR}/src ${place} ${out}
      DEPENDS ${CMAKE_SOURCE_DIR}/tools/compile_sql.py ${folder_files})
    target_sources(${target} PRIVATE ${out})
    set_property(GLOBAL APPEND_STRING PROPERTY VITRINE_STATEMENTS "#include \"${place}/sql.h\"\n")
  endforeach()
endfunction()

# One header that enlists every statement of the program, for the test that prepares them all.
function(vitrine_list_statements)
  get_property(includes GLOBAL PROPERTY VITRINE_STATEMENTS)
  file(CONFIGURE OUTPUT ${VITRINE_GENERATED}/all_statements.h CONTENT "#pragma once\n${includes}" @ONLY)
endfunction()

# All src/**/migrations/*.sql become one table of text, in the order of the module list.
function(vitrine_embed_migrations target)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/*.sql)
  list(FILTER files INCLUDE REGEX "/migrations/")
  set(out ${VITRINE_GENERATED}/migrations.cpp)
  add_custom_command(OUTPUT ${out}
    COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tools/embed_migrations.py ${CMAKE_SOURCE_DIR}/src ${out}
    DEPENDS ${CMAKE_SOURCE_DIR}/tools/embed_migrations.py ${CMAKE_SOURCE_DIR}/src/modules/order.txt ${files})
  target_sources(${target} PRIVATE ${out})
endfunction()
