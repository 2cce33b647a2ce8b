# SPDX-License-Identifier: Apache-2.0
#
# manual.awk: what a C header declares, or what a page of the manual says, as facts: one a
# line, parts separated by tabs. check-manual compares them.
#
#     awk -v kind=header -f manual.awk membio.h
#     awk -v kind=page   -f manual.awk mbio_new.3
#
#     function NAME PROTOTYPE
#     type     NAME
#     struct   NAME DEFINITION     of a type that shows what it is made of, callbacks too
#     constant NAME
#     clause   ID                  an identifier of the contract
#
# and of a page also
#
#     name     NAME                in its NAME section
#     section  TITLE
#     xref     NAME                .Xr to a page of this project
#     mention  NAME                .Fn in the text

# The same declaration in the same layout: single blanks, none where clang-format has none.
function tidy(text)
{
    gsub(/\/\*([^*]|\*+[^*\/])*\*+\//, " ", text)
    gsub(/[ \t\n]+/, " ", text)
    gsub(/\* /, "*", text)
    gsub(/\( /, "(", text)
    gsub(/ \)/, ")", text)
    gsub(/ ,/, ",", text)
    gsub(/ ;/, ";", text)
    sub(/^ /, "", text)
    sub(/ $/, "", text)
    return text
}

function fact(what, name, rest)
{
    print what "\t" name (rest == "" ? "" : "\t" rest)
}

# The last word of a declaration.
function last_word(text)
{
    sub(/^.*[^a-zA-Z0-9_]/, "", text)
    return text
}

function constants(body,    parts, count, i)
{
    count = split(body, parts, ",")
    for (i = 1; i <= count; i++) {
        if (match(parts[i], /MBIO_[A-Za-z0-9_]+/)) {
            fact("constant", substr(parts[i], RSTART, RLENGTH))
        }
    }
}

# One declaration of a header, or of a page's literal block, without its semicolon.
function declaration(text, in_page,    name)
{
    text = tidy(text)
    if (text ~ /^typedef enum /) {
        fact("type", last_word(text))
        constants(text)
    } else if (text ~ /^typedef struct [a-z_0-9]+ ?\{/) {
        fact("type", last_word(text))
        fact("struct", last_word(text), text)
    } else if (text ~ /^typedef .*\(/) {
        match(text, /\(\*[a-z_0-9]+\)/)
        name = substr(text, RSTART + 2, RLENGTH - 3)
        fact("type", name)
        fact("struct", name, text)
    } else if (text ~ /^typedef /) {
        fact("type", last_word(text))
    } else if (text ~ /^struct [a-z_0-9]+$/) {
        return # another library's, or one that comes later
    } else if (!in_page && match(text, /[a-z_0-9]+\(/)) {
        fact("function", substr(text, RSTART, RLENGTH - 1), text)
    } else if (!in_page && text != "") {
        fact("unknown", text)
    }
}

# Declarations end at semicolons outside of braces.
function declarations(text, in_page,    i, c, depth, begin)
{
    gsub(/\/\*([^*]|\*+[^*\/])*\*+\//, " ", text)
    begin = 1
    depth = 0
    for (i = 1; i <= length(text); i++) {
        c = substr(text, i, 1)
        if (c == "{") {
            depth++
        } else if (c == "}") {
            depth--
        } else if (c == ";" && depth == 0) {
            declaration(substr(text, begin, i - begin), in_page)
            begin = i + 1
        }
    }
    text = tidy(substr(text, begin))
    if (text != "" && !in_page) {
        fact("unknown", text)
    }
}

function clauses(line,    id)
{
    while (match(line, /[A-Z0-9]+(-[A-Z0-9]+)*-[0-9][0-9]+(\.[a-z]+)?/)) {
        id = substr(line, RSTART, RLENGTH)
        line = substr(line, RSTART + RLENGTH)
        if (id ~ /^(BIO|CB|CTX|ERR|HSF|LIB|OBJ|SM|V13)-/) {
            fact("clause", id)
        }
    }
}

{ clauses($0) }

kind == "header" {
    all = all $0 "\n"
    next
}

# Pages ----------------------------------------------------------------------------------

# The words of a macro line; quotes hold blanks together.
function split_words(line, words,    count, word)
{
    count = 0
    while (match(line, /"[^"]*"|[^ \t"]+/)) {
        word = substr(line, RSTART, RLENGTH)
        line = substr(line, RSTART + RLENGTH)
        gsub(/"/, "", word)
        words[++count] = word
    }
    return count
}

function function_done()
{
    fact("function", called, tidy(returns " " called "(" (args == "" ? "void" : args) ")"))
    called = ""
}

literal && $1 != ".Ed" { block = block $0 "\n"; next }
$1 == ".Bd" && / -literal/ { literal = 1; block = ""; next }
$1 == ".Ed" { if (literal) { declarations(block, 1) } literal = 0; next }
$1 == ".Sh" { section = $0; sub(/^\.Sh /, "", section); fact("section", section); next }
section == "NAME" && $1 == ".Nm" { fact("name", $2); next }
section == "SYNOPSIS" && $1 == ".Ft" { returns = $0; sub(/^\.Ft "?/, "", returns)
                                       sub(/"$/, "", returns); next }
section == "SYNOPSIS" && $1 == ".Fo" { called = $2; args = ""; next }
section == "SYNOPSIS" && called != "" && $1 == ".Fa" {
    count = split_words(substr($0, 4), words)
    for (i = 1; i <= count; i++) {
        args = args (args == "" ? "" : ", ") words[i]
    }
    next
}
section == "SYNOPSIS" && $1 == ".Fc" { function_done(); next }
section == "SYNOPSIS" && $1 == ".Fn" {
    count = split_words(substr($0, 4), words)
    called = words[1]
    args = ""
    for (i = 2; i <= count; i++) {
        args = args (args == "" ? "" : ", ") words[i]
    }
    function_done()
    next
}
/^\./ {
    count = split_words(substr($0, 2), words)
    for (i = 1; i < count; i++) {
        if (words[i] == "Dv" && words[i + 1] ~ /^MBIO_/) {
            fact("constant", words[i + 1])
        } else if (words[i] == "Vt" && words[i + 1] ~ /^mbio/) {
            fact("type", words[i + 1])
        } else if (words[i] == "Xr" && words[i + 1] ~ /^(lib)?m?e?mbio/) {
            fact("xref", words[i + 1])
        } else if (words[i] == "Fn" && words[i + 1] ~ /^mbio_/) {
            fact("mention", words[i + 1])
        }
    }
}

END {
    if (kind == "header") {
        gsub(/\/\*([^*]|\*+[^*\/])*\*+\//, " ", all)
        count = split(all, lines, "\n")
        all = ""
        for (i = 1; i <= count; i++) {
            if (lines[i] ~ /^#define MBIO_/) {
                split(lines[i], words, " ")
                sub(/\(.*/, "", words[2])
                fact("constant", words[2])
            } else if (lines[i] !~ /^#/ && lines[i] !~ /^extern "C" \{$/ && lines[i] != "}") {
                all = all lines[i] "\n"
            }
        }
        declarations(all, 0)
    }
}
