// One line of the configuration reference.
namespace Weir.Tests.Docs;

internal sealed record ConfigReferenceKey(string Name, string Type, string Default, string Meaning);
