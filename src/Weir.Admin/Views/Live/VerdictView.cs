// How Weir is, as the API shows it.
using Weir.Admin.Verdicts;

namespace Weir.Admin.Views.Live;

/// <summary>All problems, the worst first. <see cref="Ok"/> unless one is an error or a warning.</summary>
public sealed record VerdictView(bool Ok, VerdictProblemView[] Problems)
{
    public static VerdictView Of(Verdict verdict) =>
        new(
            verdict.IsOk,
            [
                .. verdict.Problems.Select(p => new VerdictProblemView(
                    p.Severity switch
                    {
                        Severity.Error => "error",
                        Severity.Warning => "warning",
                        _ => "info",
                    },
                    p.What,
                    p.Why,
                    p.Remedy
                )
                {
                    Cluster = p.Cluster,
                }),
            ]
        );
}
