// How much a problem matters.
namespace Weir.Admin.Verdicts;

/// <summary>Worst first: traffic fails; it will or does in part; somebody meant it so.</summary>
public enum Severity
{
    Error,
    Warning,
    Info,
}
