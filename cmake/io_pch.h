// The io floor speaks Asio and Beast in nearly every file.
#pragma once
#include "core_pch.h"

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
