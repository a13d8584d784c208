#include "app/commands.h"

int main(int argc, char** argv) { return vitrine::app::run(argc, argv); }
