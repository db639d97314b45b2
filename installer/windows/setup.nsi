; The set-up for Windows 10 and 11 (x64): for one user, without an administrator, in Vietnamese.
; Each version lies in a folder of its own, so no file that is in use is ever replaced; data lies elsewhere and stays.
;   /S          asks nothing            /KIOSK, /BOARD   also starts these at sign-in
;   /D=FOLDER   where to                exit code 2: an older version over a newer one is refused; 3: still open
; Words from the build: VERSION, FILES (a list of files), OUT, SIZE (kB), ICON, perhaps SIGN.

Unicode true
Target amd64-unicode
SetCompressor /FINAL zlib
SetDateSave on
ManifestDPIAware true
RequestExecutionLevel user

!include MUI2.nsh
!include LogicLib.nsh
!include Sections.nsh
!include FileFunc.nsh
!include WordFunc.nsh

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\MotCua"

Var Program
Var Before
Var Data

Name "Một Cửa"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\MotCua"
InstallDirRegKey HKCU "Software\MotCua" "Folder"
BrandingText "Một Cửa ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Một Cửa"
VIAddVersionKey "FileDescription" "Cài đặt Một Cửa"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Apache-2.0"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION Start
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Vietnamese"

!ifdef SIGN
  !uninstfinalize `${SIGN} && mv "%1.signed" "%1"`
!endif

Section "Một Cửa" Main
  SectionIn RO
  AddSize ${SIZE}
  IfFileExists "$Program\*.*" 0 +4
    ClearErrors
    RMDir /r "$Program"
    IfErrors StillOpen
  !include "${FILES}"
  ; what is imported is compiled now, not at each first start of something
  nsExec::Exec '"$Program\python.exe" -m compileall -q -j 1 "$Program\Lib\site-packages"'
  Pop $0
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\Go-Mot-Cua.exe"
  CreateShortcut "$SMPROGRAMS\Một Cửa.lnk" "$Program\pythonw.exe" '"$Program\motcua.pyw" run' "$Program\motcua.ico"
  Delete "$SMSTARTUP\Một Cửa - máy lấy số.lnk"
  Delete "$SMSTARTUP\Một Cửa - bảng gọi số.lnk"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Một Cửa"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$Program\motcua.ico"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\Go-Mot-Cua.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\Go-Mot-Cua.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${SIZE}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ; last: until here the version before is what starts
  WriteRegStr HKCU "Software\MotCua" "Folder" "$INSTDIR"
  WriteRegStr HKCU "Software\MotCua" "Version" "${VERSION}"
  StrCmp $Before "" Done
  StrCmp $Before "${VERSION}" Done
  RMDir /r "$INSTDIR\$Before"   ; of a window that is still open it is left, and removed the next time
  Goto Done
StillOpen:
  MessageBox MB_OK|MB_ICONSTOP "Một Cửa đang mở. Đóng cửa sổ rồi cài lại." /SD IDOK
  SetErrorLevel 3
  Quit
Done:
SectionEnd

Section "Biểu tượng trên màn hình" Desktop
  CreateShortcut "$DESKTOP\Một Cửa.lnk" "$Program\pythonw.exe" '"$Program\motcua.pyw" run' "$Program\motcua.ico"
SectionEnd

Section /o "Mở máy lấy số khi đăng nhập" Kiosk
  CreateShortcut "$SMSTARTUP\Một Cửa - máy lấy số.lnk" "$Program\pythonw.exe" '"$Program\motcua.pyw" kiosk' "$Program\motcua.ico"
SectionEnd

Section /o "Mở bảng gọi số khi đăng nhập" Board
  CreateShortcut "$SMSTARTUP\Một Cửa - bảng gọi số.lnk" "$Program\pythonw.exe" '"$Program\motcua.pyw" board' "$Program\motcua.ico"
SectionEnd

Function .onInit
  ReadRegStr $Before HKCU "Software\MotCua" "Version"
  IfFileExists "$INSTDIR\$Before\pythonw.exe" +2
    StrCpy $Before ""           ; what the registry tells of is not there
  ${If} $Before != ""
    ${VersionCompare} "$Before" "${VERSION}" $0
    ${If} $0 == 1
      MessageBox MB_OK|MB_ICONSTOP "Máy này đang có bản $Before, mới hơn bản ${VERSION}. Không cài bản cũ đè lên bản mới." /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
  ${EndIf}
  ; what was chosen before stays chosen
  ${If} ${FileExists} "$SMSTARTUP\Một Cửa - máy lấy số.lnk"
    !insertmacro SelectSection ${Kiosk}
  ${EndIf}
  ${If} ${FileExists} "$SMSTARTUP\Một Cửa - bảng gọi số.lnk"
    !insertmacro SelectSection ${Board}
  ${EndIf}
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/KIOSK" $2
  ${IfNot} ${Errors}
    !insertmacro SelectSection ${Kiosk}
  ${EndIf}
  ClearErrors
  ${GetOptions} $1 "/BOARD" $2
  ${IfNot} ${Errors}
    !insertmacro SelectSection ${Board}
  ${EndIf}
  StrCpy $Program "$INSTDIR\${VERSION}"
FunctionEnd

Function Start
  SetOutPath "$INSTDIR"
  Exec '"$Program\pythonw.exe" "$Program\motcua.pyw" run'
FunctionEnd

Function .onVerifyInstDir
  StrCpy $Program "$INSTDIR\${VERSION}"
FunctionEnd

Section "Uninstall"
  ReadRegStr $Before HKCU "Software\MotCua" "Version"
  StrCpy $Data "$LOCALAPPDATA\motcua"
  RMDir /r "$INSTDIR\${VERSION}"
  StrCmp $Before "" +2
    RMDir /r "$INSTDIR\$Before"
  RMDir /r "$INSTDIR\versions"  ; what updates have fetched
  RMDir /r "$INSTDIR\metadata"
  RMDir /r "$INSTDIR\downloads"
  Delete "$INSTDIR\updates.json"
  Delete "$INSTDIR\updates.lock"
  Delete "$INSTDIR\Go-Mot-Cua.exe"
  RMDir "$INSTDIR"              ; only when nothing else lies there
  Delete "$SMPROGRAMS\Một Cửa.lnk"
  Delete "$DESKTOP\Một Cửa.lnk"
  Delete "$SMSTARTUP\Một Cửa - máy lấy số.lnk"
  Delete "$SMSTARTUP\Một Cửa - bảng gọi số.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\MotCua"
  ; never silently, and Enter keeps it both times
  IfFileExists "$Data\*.*" 0 Kept
  MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON1 "Giữ lại dữ liệu của cơ quan?$\r$\n$\r$\nBấm Có nếu chưa chắc: dữ liệu nằm ở $Data." /SD IDYES IDYES Kept
  MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "Xóa hẳn mọi hồ sơ, sổ và bản quét trên máy này? Không lấy lại được." /SD IDNO IDNO Kept
  RMDir /r "$Data"
Kept:
SectionEnd
