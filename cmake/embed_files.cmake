# embed_files(TARGET NAMESPACE FOLDER): what a page consists of (*.html, *.css, *.js, *.svg), in a
# folder of this directory and the folders within it, becomes part of the target, so that a program
# is one file. NAMESPACE::files() gives it, which the generated header FOLDER/files.h declares;
# base/embedded_files.h says how.
function(embed_files target namespace folder)
  cmake_path(ABSOLUTE_PATH folder OUTPUT_VARIABLE source)
  cmake_path(RELATIVE_PATH source BASE_DIRECTORY ${PROJECT_SOURCE_DIR} OUTPUT_VARIABLE name)
  set(generated ${PROJECT_BINARY_DIR}/generated/${name})
  set(patterns ${source}/*.html ${source}/*.css ${source}/*.js ${source}/*.svg)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${patterns})
  add_custom_command(
    OUTPUT ${generated}/files.h ${generated}/files.cpp
    COMMAND ${CMAKE_COMMAND} -D namespace=${namespace} -D name=${name} -D source=${source}
            -D generated=${generated} "-Dfiles=${files}" -P ${PROJECT_SOURCE_DIR}/cmake/write_embedded_files.cmake
    DEPENDS ${files} ${PROJECT_SOURCE_DIR}/cmake/write_embedded_files.cmake
    COMMENT "Embedding the files of ${name}" VERBATIM)
  target_sources(${target} PRIVATE ${generated}/files.h ${generated}/files.cpp)
  set_source_files_properties(${generated}/files.cpp PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON
                                                                SKIP_PRECOMPILE_HEADERS ON)
endfunction()
