a = 1
b "c" {
  d = <<EOF
x
y
EOF
}
