// Samples that show each rule can fail, and where it must not. Words that other rules look for are put together from halves.
using Weir.Tidy.Text;

namespace Weir.Tidy.Rules;

public static class PlantedSamples
{
    private const string Head = "// Header.\nnamespace Weir.Proxy.Pooling;\n\n";
    private const string Home = "src/Weir.Proxy/Pooling/";

    private static readonly string[] s_documents =
    [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "SECURITY.md",
        "LICENSE",
    ];

    public static IReadOnlyList<PlantedSample> Bad { get; } =
    [
        Breach(
            "a long product file",
            new FileLengthRule(),
            $"{Home}A.cs:301",
            ($"{Home}A.cs", Lines(301))
        ),
        Breach(
            "a long test file",
            new FileLengthRule(),
            "tests/T/ATests.cs:401",
            ("tests/T/ATests.cs", Lines(401))
        ),
        Breach(
            "a long method",
            new FunctionLengthRule(),
            $"{Home}A.cs:6",
            ($"{Home}A.cs", ClassWithMethod(bodyLines: 68))
        ),
        Breach(
            "a long switch expression",
            new FunctionLengthRule(),
            $"{Home}A.cs:6",
            (
                $"{Home}A.cs",
                $"{Head}class A\n{{\n    int M(int x) => x switch\n    {{\n{Lines(70)}    }};\n}}\n"
            )
        ),
        Breach(
            "no header",
            new FileHeaderRule(),
            $"{Home}A.cs:1",
            ($"{Home}A.cs", "namespace A;\n")
        ),
        Breach(
            "a header of five lines",
            new FileHeaderRule(),
            $"{Home}A.cs:5",
            ($"{Home}A.cs", Lines(5) + "\nnamespace A;\n")
        ),
        Breach(
            "two types",
            new OneTypeRule(),
            $"{Home}A.cs:6",
            ($"{Home}A.cs", $"{Head}class A {{ }}\n\nrecord B(int X);\n")
        ),
        Breach(
            "a type in a file of another name",
            new OneTypeRule(),
            $"{Home}A.cs:4",
            ($"{Home}A.cs", $"{Head}class B {{ }}\n")
        ),
        Breach(
            "a namespace that is not the folder",
            new NamespaceRule(),
            "src/Weir/A.cs:1",
            ("src/Weir/A.cs", $"{Head}class A {{ }}\n")
        ),
        Breach(
            "a room of 26 files",
            new RoomSizeRule(),
            $"{Home}A01.cs:1",
            [
                .. Enumerable
                    .Range(1, 26)
                    .Select(i => ($"{Home}A{i:00}.cs", $"{Head}class A {{ }}\n")),
            ]
        ),
        Breach(
            "a partial class",
            new PartialRule(),
            $"{Home}A.cs:4",
            ($"{Home}A.cs", $"{Head}sealed partial class A {{ }}\n")
        ),
        Breach(
            "an unsafe method",
            new UnsafeRule(),
            $"{Home}A.cs:4",
            ($"{Home}A.cs", $"{Head}unsafe class A {{ }}\n")
        ),
        Breach(
            "a project that allows unsafe blocks",
            new UnsafeRule(),
            "src/Weir/Weir.csproj:2",
            (
                "src/Weir/Weir.csproj",
                "<Project>\n<AllowUnsafeBlocks>true</AllowUnsafeBlocks>\n</Project>\n"
            )
        ),
        Breach(
            "an async method",
            new AsyncRule(),
            $"{Home}A.cs:4",
            ($"{Home}A.cs", $"{Head}class A {{ async void M() {{ }} }}\n")
        ),
        Breach(
            "an interlocked call in a pool",
            new SharedMemoryRule(),
            $"{Home}A.cs:4",
            ($"{Home}A.cs", $"{Head}class A {{ void M() => Interlocked.Increment(ref x); }}\n")
        ),
        Breach(
            "a lock in a parser",
            new SharedMemoryRule(),
            "src/Weir.Protocol/A.cs:4",
            ("src/Weir.Protocol/A.cs", $"{Head}class A {{ void M() {{ lock (x) {{ }} }} }}\n")
        ),
        Breach(
            "a pool that knows a router",
            new UsingLevelsRule(),
            $"{Home}A.cs:2",
            (
                $"{Home}A.cs",
                "// Header.\nusing Weir.Proxy.Routing;\n\nnamespace Weir.Proxy.Pooling;\n"
            )
        ),
        Breach(
            "a test that sleeps",
            new SleepRule(),
            "tests/T/ATests.cs:4",
            ("tests/T/ATests.cs", $"{Head}class ATests {{ void M() => Thread.Sleep(1); }}\n")
        ),
        Breach(
            "logic without a test",
            new TestMirrorRule(),
            $"{Home}A.cs:1",
            ($"{Home}A.cs", $"{Head}class A {{ void M() {{ if (x) {{ }} }} }}\n")
        ),
        Breach(
            "an exemption that nothing needs",
            new TestMirrorRule(),
            "tests/Weir.Tidy/mirror-exempt.txt:1",
            ("tests/Weir.Tidy/mirror-exempt.txt", "src/Gone.cs: shown elsewhere\n")
        ),
        Breach(
            "an exemption by a test that is not there",
            new TestMirrorRule(),
            "tests/Weir.Tidy/mirror-exempt.txt:1",
            ($"{Home}A.cs", "if (x) { }\n"),
            ("tests/Weir.Tidy/mirror-exempt.txt", $"{Home}A.cs: shown by BTests\n")
        ),
        Breach(
            "a left-over mark",
            new LeftoverRule(),
            "Makefile:2",
            ("Makefile", "all:\n# TO" + "DO later\n")
        ),
        Breach(
            "a path of the workplace",
            new WorkplaceRule(),
            "README.md:1",
            ("README.md", "See /wo" + "rk/x.\n")
        ),
        Breach(
            "a trailing blank",
            new WhitespaceRule(),
            "README.md:1",
            ("README.md", "Hello \nthere\n")
        ),
        Breach(
            "no last line break",
            new WhitespaceRule(),
            "README.md:2",
            ("README.md", "Hello\nthere")
        ),
        Breach(
            "a script for another shell",
            new ScriptRule(),
            "scripts/a.sh:1",
            ("scripts/a.sh", "#!/bin/sh\nset -euo pipefail\n")
        ),
        Breach(
            "a script that goes on after failures",
            new ScriptRule(),
            "scripts/a.sh:1",
            ("scripts/a.sh", "#!/usr/bin/env bash\n")
        ),
        Breach(
            "a planted fault whose place is gone",
            new PlantedFaultRule(),
            "tests/Weir.Simulation/faults.txt:3",
            ("src/A/A.cs", "return limit;\n"),
            (
                "tests/Weir.Simulation/faults.txt",
                "name: a\nfile: src/A/A.cs\nfrom: limit - 1\nto: limit\n"
            )
        ),
        Breach(
            "a planted fault with two places",
            new PlantedFaultRule(),
            "tests/Weir.Simulation/faults.txt:3",
            ("src/A/A.cs", "x++;\ny++;\n"),
            ("tests/Weir.Simulation/faults.txt", "name: a\nfile: src/A/A.cs\nfrom: ++\nto:\n")
        ),
        Breach(
            "a floating version",
            new PinnedVersionRule(),
            "Directory.Packages.props:1",
            ("Directory.Packages.props", "<PackageVersion Include=\"A\" Version=\"1.*\" />\n")
        ),
        Breach(
            "a version in a project",
            new PinnedVersionRule(),
            "src/A/A.csproj:1",
            ("src/A/A.csproj", "<PackageReference Include=\"A\" Version=\"1.0.0\" />\n"),
            ("src/A/packages.lock.json", "{}\n")
        ),
        Breach(
            "a project without a lock file",
            new PinnedVersionRule(),
            "src/A/A.csproj:1",
            ("src/A/A.csproj", "<Project />\n")
        ),
        Breach(
            "a link to nowhere",
            new MarkdownLinkRule(),
            "docs/a.md:1",
            ("docs/a.md", "See [b](../b.md).\n")
        ),
        Breach(
            "an anchor to nowhere",
            new MarkdownLinkRule(),
            "a.md:3",
            ("a.md", "# One two\n\n[x](#one-three) [y](#one-two)\n")
        ),
        Breach(
            "no change log",
            new DocumentRule(),
            "CHANGELOG.md:1",
            Documents(except: "CHANGELOG.md")
        ),
        Breach(
            "a map that grew too long",
            new DocumentRule(),
            "ARCHITECTURE.md:301",
            [.. Documents(except: "ARCHITECTURE.md"), ("ARCHITECTURE.md", Lines(301))]
        ),
    ];

    public static IReadOnlyList<PlantedSample> Good { get; } =
    [
        Fine("300 lines", new FileLengthRule(), ($"{Home}A.cs", Lines(300))),
        Fine(
            "a method of 70 lines",
            new FunctionLengthRule(),
            ($"{Home}A.cs", ClassWithMethod(bodyLines: 67))
        ),
        Fine(
            "a long table",
            new FunctionLengthRule(),
            (
                $"{Home}A.cs",
                $"{Head}class A\n{{\n    int[] X = new[]\n    {{\n{Lines(80)}    }};\n}}\n"
            )
        ),
        Fine(
            "a nested type",
            new OneTypeRule(),
            (
                $"{Home}A.cs",
                $"{Head}class A<T>\n    where T : struct\n{{\n    record B(int X);\n}}\n"
            )
        ),
        Fine(
            "words of types in strings",
            new OneTypeRule(),
            (
                $"{Home}A.cs",
                $"{Head}class A {{ string X = \"\"\"class B {{\"\"\"; string Y = $\"{{(x ? \"}}\" : \"struct C\")}}\"; char Z = '{{'; }}\n"
            )
        ),
        Fine(
            "a generated regular expression",
            new PartialRule(),
            (
                $"{Home}A.cs",
                $"{Head}partial class A {{ [GeneratedRegex(\"x\")] partial Regex R(); }}\n"
            )
        ),
        Fine(
            "the word unsafe in a comment",
            new UnsafeRule(),
            ($"{Home}A.cs", $"{Head}class A; // unsafe to call twice\n")
        ),
        Fine(
            "async in the administration",
            new AsyncRule(),
            ("src/Weir.Admin/A.cs", $"{Head}class A {{ async void M() {{ }} }}\n")
        ),
        Fine(
            "an interlocked call in a mailbox",
            new SharedMemoryRule(),
            ("src/Weir.Proxy/Primitives/Mailbox.cs", "Interlocked.Increment(ref x);\n")
        ),
        Fine(
            "a type without logic",
            new TestMirrorRule(),
            ($"{Home}A.cs", $"{Head}record A(int X);\n")
        ),
        Fine(
            "logic with its test",
            new TestMirrorRule(),
            ($"{Home}A.cs", "if (x) { }\n"),
            ("tests/Weir.Tests/Proxy/Pooling/ATests.cs", "\n")
        ),
        Fine(
            "a test of the binary",
            new NamespaceRule(),
            ("tests/Weir.Tests/Weir/Logging/A.cs", "namespace Weir.Tests.Logging;\nclass A { }\n")
        ),
        Fine(
            "a room of 25 files",
            new RoomSizeRule(),
            [
                .. Enumerable
                    .Range(1, 25)
                    .Select(i => ($"{Home}A{i:00}.cs", $"{Head}class A {{ }}\n")),
            ]
        ),
        Fine(
            "a folder shown by one test",
            new TestMirrorRule(),
            ($"{Home}A.cs", "if (x) { }\n"),
            ("tests/Weir.Tidy/mirror-exempt.txt", $"{Home}: shown by BTests\n"),
            ("tests/T/BTests.cs", "\n")
        ),
        Fine(
            "logic with a reason",
            new TestMirrorRule(),
            ($"{Home}A.cs", "if (x) { }\n"),
            ("tests/Weir.Tidy/mirror-exempt.txt", $"{Home}A.cs: shown by BTests\n"),
            ("tests/T/BTests.cs", "\n")
        ),
        Fine("a link in fenced code", new MarkdownLinkRule(), ("a.md", "```\n[x](gone.md)\n```\n")),
        Fine(
            "a link with an anchor in another folder",
            new MarkdownLinkRule(),
            ("docs/a.md", "[x](../b.md#a-title-twice-1)\n"),
            ("b.md", "# A `title`, twice\n# A title twice\n")
        ),
        Fine("all documents", new DocumentRule(), Documents(except: null)),
    ];

    private static PlantedSample Breach(
        string name,
        Rule rule,
        string place,
        params (string Path, string Text)[] files
    ) => new(name, rule, place, Repository.Of(files));

    private static PlantedSample Fine(
        string name,
        Rule rule,
        params (string Path, string Text)[] files
    ) => new(name, rule, null, Repository.Of(files));

    private static string Lines(int count) => string.Concat(Enumerable.Repeat("// line\n", count));

    private static string ClassWithMethod(int bodyLines) =>
        $"{Head}class A\n{{\n    void M(int x = 1)\n    {{\n{Lines(bodyLines)}    }}\n}}\n";

    private static (string Path, string Text)[] Documents(string? except) =>
        [.. s_documents.Where(path => path != except).Select(path => (path, "## [Unreleased]\n"))];
}
