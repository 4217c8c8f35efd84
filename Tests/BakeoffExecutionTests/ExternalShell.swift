/// A whole plugin in nothing but a POSIX shell: each row is of class 0, with probability 1.
let shellPlugin = #"""
  #!/bin/sh
  request=$(tr -d '\\')
  number() { printf %s "$request" | sed "s/.*\"$1\":\([0-9]*\).*/\1/"; }
  text() { printf %s "$request" | sed "s/.*\"$1\":\"\([^\"]*\)\".*/\1/"; }
  rows=$(printf %s "$request" | sed 's/.*"test_rows":\[\([0-9,]*\)\].*/\1/' | tr ',' '\n' | grep -c .)
  classes=$(number class_count)
  {
    printf '\223NUMPY\001\000\166\000'
    printf '%-117s\n' "{'descr': '<f4', 'fortran_order': False, 'shape': ($rows, $classes), }"
    row=0
    while [ $row -lt $rows ]; do
      printf '\000\000\200\077'
      class=1
      while [ $class -lt $classes ]; do
        printf '\000\000\000\000'
        class=$((class + 1))
      done
      row=$((row + 1))
    done
  } > "$(text predictions)"
  echo '{"event":"progress","epoch":1,"epochs":1,"loss":0.5}'
  echo '{"event":"done","kind":"probabilities","fit_seconds":0,"predict_seconds":0,"parameters":1}'

  """#
