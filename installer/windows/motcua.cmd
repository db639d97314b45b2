@"%~dp0python.exe" "%~dp0motcua.pyw" %*
