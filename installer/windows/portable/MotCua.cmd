@echo off
set "MOTCUA_DATA=%~dp0du-lieu"
start "" "%~dp0app\pythonw.exe" "%~dp0app\motcua.pyw" run %*
