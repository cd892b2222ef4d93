// Tests that measure time, count descriptors or load the machine.
namespace Weir.SystemTests.Support;

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}
