// What concerns the process as a whole.
namespace Weir.Admin.Verdicts;

/// <summary>Its file, its logs, its end.</summary>
internal static class ProcessRules
{
    public static IEnumerable<Problem> Check(VerdictFacts facts)
    {
        if (facts.Rejected is { } rejected)
        {
            yield return new Problem(
                Severity.Warning,
                $"{rejected.Headline(facts.Now)}: {rejected.Reason}; a restart would fail",
                "a reload was rejected; the configuration from before stays in force",
                "correct the file: weir check tells all that is wrong with it"
            );
        }

        if (!facts.LogProblems.IsEmpty)
        {
            yield return new Problem(
                Severity.Warning,
                "log lines are lost",
                string.Join("; ", facts.LogProblems),
                "make the place of the log writable and give it room; USR1 opens log files anew"
            );
        }

        if (facts.IsDraining)
        {
            yield return new Problem(
                Severity.Info,
                "Weir is draining",
                "it was told to stop: it takes no new connections and ends when the last one has",
                ""
            );
        }
    }
}
