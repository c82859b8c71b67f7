#include "wire/mime.h"
