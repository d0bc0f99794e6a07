@echo off
rem Starts Seminode from a checkout on Windows; builds it at the first start. After a change of sources delete module-app\target\launcher.
rem
rem   JAVA_HOME            the JDK to use (else the java on the PATH); 17 or newer
rem   SEMINODE_JAVA_OPTS   further options for the JVM, for example -Xmx8g
rem   SEMINODE_PLUGINS     folders with further norms and the like, besides plugins\, separated by semicolons
rem   SEMINODE_VERBOSE     if set, TensorFlow's own messages are shown, as with --verbose
rem   XLA_FLAGS            used as it is if set; else flags that suit small problems
setlocal
set "root=%~dp0"
set "root=%root:~0,-1%"
set "app=%root%\module-app\target\launcher\app"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" -version >nul 2>&1
if errorlevel 1 (
  echo seminode: needs a JDK, version 17 or newer; install one and set JAVA_HOME or PATH to it 1>&2
  exit /b 1
)
if not exist "%app%\seminode-cli.jar" (
  echo seminode: building itself, first use, this takes a minute or two ... 1>&2
  pushd "%root%"
  call mvnw.cmd -B -q -pl module-app -am -Dseminode.gates=off -Dmaven.test.skip=true %SEMINODE_BUILD_OPTS% package 1>&2
  popd
)
if not exist "%app%\seminode-cli.jar" (
  echo seminode: the build failed 1>&2
  exit /b 1
)
rem TensorFlow reads these before any Java code runs.
if not defined SEMINODE_VERBOSE if not defined TF_CPP_MIN_LOG_LEVEL set "TF_CPP_MIN_LOG_LEVEL=2"
if not defined XLA_FLAGS set "XLA_FLAGS=--xla_cpu_use_thunk_runtime=false --xla_cpu_multi_thread_eigen=false"
"%java%" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Djava.awt.headless=true %SEMINODE_JAVA_OPTS% ^
  "-Dseminode.home=%root%" --module-path "%app%" -m io.seminode.cli/io.seminode.cli.Main %*
exit /b %errorlevel%
