// Says what an unknown key may have been meant to be, or where it belongs.

using Weir.Proxy.Configuration.Keys;
using Weir.Proxy.Configuration.Source;

namespace Weir.Proxy.Configuration.Reading;

/// <summary>The message for a key that a section does not have.</summary>
internal static class UnknownKey
{
    /// <returns>The key that was probably meant; null when nothing comes close.</returns>
    public static string? Report(ConfigMember member, SectionKeys keys, ProblemList problems)
    {
        string? suggestion = NearestName.Find(member.Name, keys.Keys.Select(key => key.Name));
        string[] homes = suggestion is null ? HomesOf(member.Name) : [];
        string hint = homes.Length == 0 ? "" : $"; it belongs in {string.Join(" or ", homes)}";
        problems.Error(
            member,
            "unknown-key",
            $"\"{member.Name}\" is no key of {Describe(keys.Name)}{hint}",
            suggestion
        );
        return suggestion;
    }

    private static string[] HomesOf(string name) =>
        [
            .. RootKeys
                .Sections.Prepend(RootKeys.All)
                .Where(section => section.Find(name) is not null)
                .Select(section => Describe(section.Name)),
        ];

    private static string Describe(string section) =>
        section switch
        {
            "config" => "the whole file",
            "listener" or "route" or "backend" or "cluster" => "a " + section,
            _ => $"\"{section}\"",
        };
}
