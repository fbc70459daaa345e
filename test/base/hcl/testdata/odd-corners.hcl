"quoted key" = "a\tb\\c\"d\u00e9\U0001F600\x41\101"
dotted.key-with_all = .5
hex = 0x1F, octal = 017
negative = -12 exponent = 1.5e3
empty_list = [] empty_object = {}
nested = [[1, 2], ["a"], [true, false]]
interpolated = "before ${ var("x") { "}" } } after ${y}"
block "with" "three" "labels" { deep { deeper { deepest = true } } }
überschrift = "ä"
windows = <<END
first
  second
END
block "with" {}
# last line, not ended
