// The findings of the doctor as text for people.
using System.Globalization;
using Spectre.Console;
using Weir.Admin.Views;

namespace Weir.Commands.Doctor;

/// <summary>Two lines a finding: what is so and where, then what helps.</summary>
internal static class DoctorText
{
    public static void Print(FindingView[] findings, string scope, TextWriter output)
    {
        IAnsiConsole console = Terminal.Open(output);
        // Places and codes are there to be copied: no line is broken.
        console.Profile.Width = int.MaxValue;
        foreach (FindingView finding in findings)
        {
            console.Write(new Text($"{finding.Place}: "));
            console.Write(new Text(finding.Severity, new Style(ColorOf(finding.Severity))));
            console.Write(new Text($" {finding.Code}: {finding.Message}\n"));
            console.Write(new Text($"    {finding.Remedy}\n"));
        }

        console.Write(new Text(Summary(findings, scope) + "\n"));
    }

    /// <summary>What was looked at.</summary>
    public static string Scope(string? file, bool isLive) =>
        (file, isLive) switch
        {
            (not null, true) => $"{file} and the running Weir",
            (not null, false) => $"{file} alone (no Weir was asked)",
            _ => "the running Weir",
        };

    public static int RankOf(string severity) =>
        severity switch
        {
            "error" => 0,
            "warning" => 1,
            _ => 2,
        };

    private static string Summary(FindingView[] findings, string scope) =>
        findings.Length == 0
            ? $"nothing to say about {scope}"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{Count(findings, "error")} errors, {Count(findings, "warning")} warnings, {Count(findings, "info")} infos about {scope}"
            );

    private static int Count(FindingView[] findings, string severity) =>
        findings.Count(f => string.Equals(f.Severity, severity, StringComparison.Ordinal));

    private static Color? ColorOf(string severity) =>
        severity switch
        {
            "error" => Color.Red,
            "warning" => Color.Yellow,
            _ => null,
        };
}
