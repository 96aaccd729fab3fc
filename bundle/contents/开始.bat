@echo off
chcp 936 >nul
cd /d "%~dp0"
title xlgen 工作台（用完关闭本窗口）
call xlgen.bat desk
if errorlevel 1 pause
