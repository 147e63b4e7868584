@echo off
rem Runs Chatsway: double-click it, or chatsway.cmd --help. What it needs is found by dev.chatsway.standalone.WindowsStart.
setlocal
set "JAVA=%~dp0runtime\bin\java.exe"
if not exist "%JAVA%" if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
if not exist "%JAVA%" set "JAVA=java.exe"
"%JAVA%" -cp "%~dp0lib\*" dev.chatsway.standalone.WindowsStart "%~dp0." %*
if errorlevel 1 pause
