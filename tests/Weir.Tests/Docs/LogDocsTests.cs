// docs/log.md and docs/admin.md, held to the names that the program uses.
using System.Reflection;
using System.Text.RegularExpressions;
using Shouldly;
using Weir.Logging;
using Xunit;

namespace Weir.Tests.Docs;

public sealed partial class LogDocsTests
{
    [Fact]
    public void Every_event_of_the_log_is_explained()
    {
        string text = Repository.Read("docs/log.md");
        string[] events =
        [
            .. typeof(LogNames)
                .GetFields(BindingFlags.Public | BindingFlags.Static)
                .Where(f => f.IsLiteral)
                .Select(f => (string)f.GetRawConstantValue()!), // constants of text
        ];
        events.ShouldContain("operator");
        events.Where(e => !text.Contains($"`{e}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_field_of_an_access_line_is_explained()
    {
        string text = Repository.Read("docs/log.md");
        string source = Repository.Read("src/Weir/Logging/AccessLineFormatter.cs");
        string[] fields = [.. Field().Matches(source).Select(m => m.Groups["name"].Value)];
        fields.Length.ShouldBeGreaterThan(15);
        fields.Where(f => !text.Contains($"`{f}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_path_of_the_admin_API_is_explained()
    {
        string text = Repository.Read("docs/admin.md");
        string[] paths =
        [
            .. Directory
                .GetFiles(Repository.PathOf("src/Weir.Admin/Endpoints"), "*.cs")
                .SelectMany(file => Path().Matches(File.ReadAllText(file)))
                .Select(m => m.Groups["path"].Value.TrimEnd('/'))
                .Distinct(),
        ];
        paths.ShouldContain("/api/v1/reload");
        paths.Where(p => !text.Contains(p, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [GeneratedRegex(
        "\\\\\"(?<name>[A-Za-z]+)\\\\\":",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Field();

    [GeneratedRegex(
        "\"(?<path>/(api/v1/|metrics|livez|readyz)[a-z0-9/]*)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Path();
}
