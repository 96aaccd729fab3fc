@echo off
chcp 936 >nul
cd /d "%~dp0"
title xlgen 安装
call :try "python-embed\python.exe"
if not errorlevel 1 goto end
if exist "python-embed\python.exe" goto embedded
call :try py -3.13
if not errorlevel 1 goto end
call :try py -3.12
if not errorlevel 1 goto end
call :try py -3.11
if not errorlevel 1 goto end
call :try python
if not errorlevel 1 goto end
echo.
echo 这台电脑上没有找到 64 位的 Python 3.11、3.12 或 3.13。任选一种办法：
echo.
echo   一、不必安装 Python：在能上网的电脑上，从 python.org 下载
echo       “Windows embeddable package (64-bit)”，如 python-3.13.×-embed-amd64.zip，
echo       拷来解压到本文件夹里的 python-embed 文件夹（其中要有 python.exe）。
echo   二、请信息中心安装 64 位的 Python 3.11、3.12 或 3.13。
echo.
echo 然后再双击一次“安装.bat”。
goto end
:embedded
echo.
echo python-embed 文件夹里的 Python 不能用：
"python-embed\python.exe" "install\install.py" --suits
echo 请换成 64 位的 Python 3.11、3.12 或 3.13，再双击一次“安装.bat”。
:end
echo.
pause
exit /b

rem What there is of these tries, says itself what went wrong. 1: it is not there, or does not suit.
:try
%* "install\install.py" --suits >nul 2>nul
if errorlevel 1 exit /b 1
%* "install\install.py"
exit /b 0
