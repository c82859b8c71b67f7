#include "wire/http.h"
