// The list of house rules; a rule that is not here does not run.
namespace Weir.Tidy.Rules;

public static class AllRules
{
    public static IReadOnlyList<Rule> List { get; } =
    [
        new FileLengthRule(),
        new FunctionLengthRule(),
        new FileHeaderRule(),
        new OneTypeRule(),
        new NamespaceRule(),
        new RoomSizeRule(),
        new PartialRule(),
        new UnsafeRule(),
        new AsyncRule(),
        new SharedMemoryRule(),
        new UsingLevelsRule(),
        new SleepRule(),
        new TestMirrorRule(),
        new LeftoverRule(),
        new WorkplaceRule(),
        new WhitespaceRule(),
        new ScriptRule(),
        new PlantedFaultRule(),
        new PinnedVersionRule(),
        new MarkdownLinkRule(),
        new DocumentRule(),
    ];
}
