#!/bin/sh
# 打开 xlgen 工作台；用完在这个窗口里按 Ctrl+C。
exec "$(dirname "$0")/xlgen" desk
