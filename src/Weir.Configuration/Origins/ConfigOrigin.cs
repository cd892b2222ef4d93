// Where a value of the configuration was written.
using System.Globalization;
using Weir.Configuration.Source;

namespace Weir.Configuration.Origins;

/// <summary>The place of one value.</summary>
/// <param name="Source">The file as given, or the command line option that brought the value.</param>
/// <param name="Line">1-based; 0 when it comes from the command line.</param>
/// <param name="Column">1-based, as in <see cref="ConfigProblem"/>.</param>
/// <param name="Path">The key in the form that <c>--set</c> takes.</param>
public sealed record ConfigOrigin(string Source, int Line, int Column, string Path)
{
    /// <summary><c>FILE:LINE:COLUMN</c>, or the option.</summary>
    public override string ToString() =>
        Line == 0
            ? Source
            : string.Create(CultureInfo.InvariantCulture, $"{Source}:{Line}:{Column}");
}
