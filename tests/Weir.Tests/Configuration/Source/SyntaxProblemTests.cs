// One sentence for each way in which a text is no JSON, at the character that is wrong.

using Shouldly;
using Weir.Configuration.Source;
using Xunit;
using static Weir.Tests.Configuration.ConfigTestText;

namespace Weir.Tests.Configuration.Source;

public sealed class SyntaxProblemTests
{
    [Theory]
    [InlineData("{ \"a\": 1 §\"b\": 2 }", "expected \",\" or \"}\", found a text")]
    [InlineData("{ \"a\": 1, /* , */\n §b: 2 }", "expected a key in double quotes, found \"b:\"")]
    [InlineData("{ §'a': 1 }", "expected a key in double quotes, found \"'\"")]
    [InlineData(
        "{ \"a\": 1, // one\n /* two */ §b }",
        "expected a key in double quotes, found \"b\""
    )]
    [InlineData("{ §, }", "expected a key in double quotes, found \",\"")]
    [InlineData("{ \"a\": 1,§, }", "expected a key in double quotes, found \",\"")]
    [InlineData("{ \"a\" §1 }", "expected \":\" after the key, found \"1\"")]
    [InlineData("{ \"a\\\"\" §\"b\" }", "expected \":\" after the key, found a text")]
    [InlineData("{ \"a\": §} }", "expected a value, found \"}\"")]
    [InlineData(
        "{ \"a\": §.5 }",
        "expected a value, found \".5\"; texts are written in double quotes"
    )]
    [InlineData(
        "{ \"a\": §5s }",
        "expected a value, found \"5s\"; texts are written in double quotes"
    )]
    [InlineData(
        "{ \"a\": §http }",
        "expected a value, found \"http\"; texts are written in double quotes"
    )]
    [InlineData("{ \"a\": [ 1 §2 ] }", "expected \",\" or \"]\", found \"2\"")]
    [InlineData("{ \"a\": [ 1, §x ] }", "expected a value, found \"x\"")]
    [InlineData("{ \"a\": [ §é ] }", "expected a value, found \"é\"")]
    [InlineData("{ \"a\": 1§] }", "expected \",\" or \"}\", found \"]\"")]
    [InlineData("{} // end\n§{}", "nothing may follow the end, found \"{\"")]
    [InlineData("{ \"a\": §\"x\n\" }", "this text is not closed by a quotation mark on its line")]
    [InlineData("{ \"a\": §\"x", "this text is not closed by a quotation mark on its line")]
    [InlineData("{ §\"a", "this text is not closed by a quotation mark on its line")]
    [InlineData(
        "{ \"a\": \"\\§d\" }",
        "a bad escape in the text that begins in column 8; a backslash is written \\\\"
    )]
    [InlineData(
        "{ \"a\": \"x§\ty\" }",
        "a control character in the text that begins in column 8; write \\t or \\u0009"
    )]
    [InlineData(
        "{\n \"a\": [ 1§",
        "the file ends before the \"[\" in line 2, column 7 is closed by \"]\""
    )]
    [InlineData(
        "{ \"a\": 1, // more\n§",
        "the file ends before the \"{\" in line 1, column 1 is closed by \"}\""
    )]
    [InlineData(
        "{ \"a\": /* x§",
        "the file ends before the \"{\" in line 1, column 1 is closed by \"}\""
    )]
    public void The_character_that_is_wrong_is_pointed_at_with_what_was_expected(
        string marked,
        string message
    )
    {
        ConfigProblem problem = ReadError(marked, "syntax");

        problem.Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("{ \"a\": §tru }", "true")]
    [InlineData("{ \"a\": §True }", "true")]
    [InlineData("{ \"a\": §flase }", "false")]
    public void A_misspelt_literal_is_recognised(string marked, string suggestion) =>
        ReadError(marked, "syntax").Suggestion.ShouldBe(suggestion);

    [Theory]
    [InlineData("§")]
    [InlineData("  // nothing\n§")]
    public void An_empty_file_is_told_the_least_that_works(string marked) =>
        ReadError(marked, "syntax").Message.ShouldContain("the least is {");

    [Fact]
    public void What_is_nested_too_deeply_is_a_syntax_error() =>
        Read(new string('[', 500) + new string(']', 500))
            .Problems.ShouldHaveSingleItem()
            .ToString()
            .ShouldBe($"{FileName}:1:33: error syntax: nothing is nested more than 32 deep");
}
