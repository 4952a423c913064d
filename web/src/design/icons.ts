/**
 * The icons in use, under names that say what they mean here. Decorative all: whatever shows one alone
 * carries a label. (One line per icon, so that the bundle holds these alone.)
 */
export {
  ArrowDown as DownIcon,
  ArrowLeft as BackIcon,
  Check as DoneIcon,
  CircleAlert as AlertIcon,
  Compass as BrowseIcon,
  Eye as ShowIcon,
  EyeOff as HideIcon,
  Hash as PublicIcon,
  Info as InfoIcon,
  Lock as PrivateIcon,
  LogOut as SignOutIcon,
  MailCheck as MailIcon,
  Monitor as SystemThemeIcon,
  Moon as DarkIcon,
  Plus as CreateIcon,
  RotateCw as RetryIcon,
  SendHorizontal as SendIcon,
  Settings as SettingsIcon,
  Sun as LightIcon,
  Trash2 as DeleteIcon,
  User as PersonIcon,
  Users as PeopleIcon,
  X as CloseIcon,
} from "lucide-react";
