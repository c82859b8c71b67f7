# plots/*.gp -> generated/orchestrator/report/pictures/templates.h, made again when one of them
# changes.
foreach(name style panels map heatmap limits forest capacity)
  set(file ${PROJECT_SOURCE_DIR}/plots/${name}.gp)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  string(TOUPPER ${name}_TEMPLATE variable)
  file(READ ${file} ${variable})
endforeach()
configure_file(${CMAKE_CURRENT_LIST_DIR}/templates.h.in
               ${PROJECT_BINARY_DIR}/generated/orchestrator/report/pictures/templates.h @ONLY)
