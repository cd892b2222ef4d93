// A small repository made up to break a rule at one place, or to come close without breaking it.
using Weir.Tidy.Text;

namespace Weir.Tidy.Rules;

/// <summary><paramref name="Place"/> is the only finding expected, as path:line; null where none is.</summary>
public sealed record PlantedSample(string Name, Rule Rule, string? Place, Repository Files);
