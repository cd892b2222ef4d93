// Every regular expression of the rules, compiled at build time.
using System.Text.RegularExpressions;

namespace Weir.Tidy.Text;

public static partial class Patterns
{
    private const RegexOptions Options =
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;
    private const int TimeoutMs = 5_000;

    [GeneratedRegex(
        @"\b((?<kind>class|struct|interface|enum|record( class| struct)?) (?<name>(?!where\b)[A-Za-z_]\w*)|(?<kind>delegate) [^ ]+ (?<name>[A-Za-z_]\w*))",
        Options,
        TimeoutMs
    )]
    public static partial Regex TypeDeclaration();

    [GeneratedRegex("(?<![=!<>])=(?![=>])", Options, TimeoutMs)]
    public static partial Regex LoneEquals();

    [GeneratedRegex(@"\b(if|for|foreach|while|switch|catch)\b", Options, TimeoutMs)]
    public static partial Regex ControlFlow();

    [GeneratedRegex(@"\b(async|await)\b", Options, TimeoutMs)]
    public static partial Regex AsyncWords();

    [GeneratedRegex(@"\bunsafe\b", Options, TimeoutMs)]
    public static partial Regex UnsafeWord();

    [GeneratedRegex(
        @"\b(Interlocked|Volatile|Monitor|SpinLock|SemaphoreSlim|ReaderWriterLockSlim|ManualResetEventSlim)\b|\bvolatile\b|\block \(|\bnew Lock\(|\bLock _",
        Options,
        TimeoutMs
    )]
    public static partial Regex SharedMemory();

    [GeneratedRegex(@"\b(Thread\.Sleep|Task\.Delay|SpinWait)\b", Options, TimeoutMs)]
    public static partial Regex Sleeps();

    [GeneratedRegex(
        @"\[(LibraryImport|GeneratedRegex|JsonSerializable|JsonSourceGenerationOptions|LoggerMessage)\(",
        Options,
        TimeoutMs
    )]
    public static partial Regex GeneratorAttribute();

    [GeneratedRegex(@"^\d+(\.\d+){1,3}(-[0-9A-Za-z.]+)?$", Options, TimeoutMs)]
    public static partial Regex ExactVersion();

    [GeneratedRegex(
        "<Package(Version|Reference) [^>]*?(?<attribute>Version(Override)?)=\"(?<version>[^\"]*)\"",
        Options,
        TimeoutMs
    )]
    public static partial Regex PackageWithVersion();

    [GeneratedRegex(@"!?\[[^\]]*\]\((?<target>[^)\s]+)\)", Options, TimeoutMs)]
    public static partial Regex MarkdownLink();

    [GeneratedRegex(@"^#{1,6} +(?<title>.+?) *#*$", Options, TimeoutMs)]
    public static partial Regex MarkdownHeading();

    [GeneratedRegex(@"[^\w\- ]", Options, TimeoutMs)]
    public static partial Regex NotInAnchor();

    [GeneratedRegex(
        @"^(global )?using (static )?Weir\.Proxy\.(?<folder>\w+)",
        Options | RegexOptions.Multiline,
        TimeoutMs
    )]
    public static partial Regex UsingOfProxy();

    [GeneratedRegex(@"\b\w+Tests\b", Options, TimeoutMs)]
    public static partial Regex TestName();
}
