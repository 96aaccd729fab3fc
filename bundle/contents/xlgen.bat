@echo off
if exist "%~dp0program\Scripts\python.exe" goto program
if exist "%~dp0python-embed\Lib\site-packages\xlgen" goto embedded
chcp 936 >nul
echo 还没有安装。请先双击“安装.bat”。
exit /b 2
:program
"%~dp0program\Scripts\python.exe" -m xlgen %*
exit /b
:embedded
"%~dp0python-embed\python.exe" -m xlgen %*
exit /b
